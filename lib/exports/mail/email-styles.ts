/** Mail programs that know dark mode take these over the inline styles; the others show the light colours. */
export const DARK_STYLES = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #14181d !important; }
  .card { background-color: #1f252c !important; border-color: #323a44 !important; }
  .tile { background-color: #29313a !important; }
  .strong { color: #f2f5f8 !important; }
  .soft { color: #a9b4c0 !important; }
  .rule { border-color: #323a44 !important; }
  .brand { color: #5fc9bd !important; }
  .button { background-color: #17806f !important; }
}
@media (max-width: 480px) {
  .tile, .gap { display: block !important; width: auto !important; }
  .gap { height: 12px !important; padding: 0 !important; }
  .inner { padding: 24px 20px !important; }
}`;

const FONT = "-apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

/** Inline styles, as mail programs need them. */
export const styles = {
  page: { margin: '0', padding: '0', backgroundColor: '#eef1f4' },
  pageCell: { padding: '32px 12px' },
  card: {
    width: '100%',
    maxWidth: '600px',
    backgroundColor: '#ffffff',
    border: '1px solid #dde3e9',
    borderRadius: '10px',
  },
  inner: { padding: '32px 36px', fontFamily: FONT },
  preview: { display: 'none', maxHeight: '0', overflow: 'hidden', fontSize: '1px', lineHeight: '1px', opacity: '0' },
  brand: { margin: '0 0 20px', fontSize: '14px', fontWeight: '700', letterSpacing: '0.02em', color: '#0f766e' },
  title: { margin: '0', fontSize: '24px', lineHeight: '30px', fontWeight: '700', color: '#17202a' },
  asOf: { margin: '4px 0 24px', fontSize: '15px', lineHeight: '22px', color: '#56636f' },
  tile: { width: '49%', verticalAlign: 'top', backgroundColor: '#f3f6f8', borderRadius: '8px', padding: '16px 18px' },
  gap: { padding: '0 6px', fontSize: '1px', lineHeight: '1px' },
  tileName: { margin: '0', fontSize: '13px', lineHeight: '18px', color: '#56636f' },
  tileFigure: { margin: '2px 0 4px', fontSize: '30px', lineHeight: '36px', fontWeight: '700', color: '#17202a' },
  note: { margin: '0', fontSize: '13px', lineHeight: '19px', color: '#56636f' },
  heading: { margin: '28px 0 4px', fontSize: '16px', lineHeight: '22px', fontWeight: '700', color: '#17202a' },
  fileCell: {
    padding: '14px 12px 14px 0',
    borderBottom: '1px solid #dde3e9',
    verticalAlign: 'middle',
    wordBreak: 'break-word',
  },
  buttonCell: { padding: '14px 0', borderBottom: '1px solid #dde3e9', verticalAlign: 'middle' },
  fileName: { margin: '0', fontSize: '15px', lineHeight: '22px', fontWeight: '600', color: '#17202a' },
  button: {
    display: 'inline-block',
    backgroundColor: '#0f766e',
    color: '#ffffff',
    fontSize: '14px',
    lineHeight: '20px',
    fontWeight: '600',
    textDecoration: 'none',
    padding: '9px 18px',
    borderRadius: '6px',
  },
  footer: { margin: '20px 0 0', fontSize: '13px', lineHeight: '19px', color: '#56636f' },
} as const;
