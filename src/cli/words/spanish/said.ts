/** What commands say. */
export const said = {
  'Try "{help}".': 'Prueba "{help}".',
  'This is a bug in Ayni. Please report it with the following:':
    'Es un fallo de Ayni. Por favor, comunícalo con lo siguiente:',
  'request {id}, see the log of whoever answered it': 'petición {id}, véase el registro de quien la respondió',
};
