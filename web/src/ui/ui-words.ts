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
    addGroup: 'Add group',
    removeGroup: 'Take out {name}',
    halfTyped: 'Something is typed and not added yet. Add it, or empty the field.',
  },
  es: {
    close: 'Cerrar',
    cancel: 'Cancelar',
    loading: 'Cargando…',
    tryAgain: 'Intentar de nuevo',
    more: 'Más acciones',
    copy: 'Copiar',
    copied: 'Copiado.',
    addGroup: 'Añadir grupo',
    removeGroup: 'Quitar {name}',
    halfTyped: 'Hay algo escrito que aún no está añadido. Añádelo o vacía el campo.',
  },
  pt: {
    close: 'Fechar',
    cancel: 'Cancelar',
    loading: 'Carregando…',
    tryAgain: 'Tentar de novo',
    more: 'Mais ações',
    copy: 'Copiar',
    copied: 'Copiado.',
    addGroup: 'Adicionar grupo',
    removeGroup: 'Tirar {name}',
    halfTyped: 'Há algo escrito que ainda não foi adicionado. Adicione ou esvazie o campo.',
  },
});
