import type { Language } from './language.ts';

const en = { cancel: 'Cancel', loading: 'Loading…', copy: 'Copy', copied: 'Copied' };
export const WORDS: Readonly<Record<Language, typeof en>> = {
  en,
  es: { cancel: 'Cancelar', loading: 'Cargando…', copy: 'Copiar', copied: 'Copiado' },
  pt: { cancel: 'Cancelar', loading: 'Carregando…', copy: 'Copiar', copied: 'Copiado' },
};
