import { defineWords } from '../i18n/words.ts';

/** What many parts say. */
export const uiWords = defineWords({
  en: {
    close: 'Close',
    cancel: 'Cancel',
    loading: 'Loading…',
    tryAgain: 'Try again',
    more: 'More actions',
    copy: 'Copy',
    copied: 'Copied.',
  },
  es: {
    close: 'Cerrar',
    cancel: 'Cancelar',
    loading: 'Cargando…',
    tryAgain: 'Intentar de nuevo',
    more: 'Más acciones',
    copy: 'Copiar',
    copied: 'Copiado.',
  },
  pt: {
    close: 'Fechar',
    cancel: 'Cancelar',
    loading: 'Carregando…',
    tryAgain: 'Tentar de novo',
    more: 'Mais ações',
    copy: 'Copiar',
    copied: 'Copiado.',
  },
});
