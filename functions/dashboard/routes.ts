/** The pages and the targets of their forms, as the gateway writes them. */
export const ROUTES = {
  portfolio: 'GET /',
  assets: 'GET /assets/{name}',
  beginSignIn: 'GET /auth/sign-in',
  finishSignIn: 'GET /auth/callback',
  signOut: 'POST /auth/sign-out',
  signedOut: 'GET /signed-out',
  actAs: 'POST /acting-as',
  customer: 'GET /customers/{id}',
  figures: 'GET /figures',
  exportsList: 'GET /exports',
  orderExport: 'POST /exports',
  showExport: 'GET /exports/{id}',
  downloadFile: 'GET /exports/{id}/files/{name}',
  revokeLinks: 'POST /exports/{id}/revoke',
  sendMails: 'POST /exports/{id}/send',
  importsList: 'GET /imports',
  orderImport: 'POST /imports',
  showImport: 'GET /imports/{id}',
  mapImportName: 'POST /imports/{id}/mappings',
  takeImport: 'POST /imports/{id}/take',
  undoImport: 'POST /imports/{id}/undo',
} as const;

/** An address of one step that is no page: answered by a page that says so. */
export const CATCH_ALL = 'GET /{page}';
