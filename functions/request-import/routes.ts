/** The calls that this function answers, as the gateway writes them. */
export const ROUTES = {
  postImport: 'POST /v1/imports',
  getImports: 'GET /v1/imports',
  getImport: 'GET /v1/imports/{id}',
  mapImportName: 'POST /v1/imports/{id}/mappings',
  takeImport: 'POST /v1/imports/{id}/take',
  getPresets: 'GET /v1/presets',
  getPreset: 'GET /v1/presets/{name}',
  putPreset: 'PUT /v1/presets/{name}',
  deletePreset: 'DELETE /v1/presets/{name}',
  undoImport: 'POST /v1/imports/{id}/undo',
} as const;
