import type { Catalog } from '../catalog.ts';

export const nouns: Catalog['nouns'] = {
  conflict: ['conflicto', 'conflictos'],
  download: ['descarga', 'descargas'],
  entry: ['entrada', 'entradas'],
  file: ['archivo', 'archivos'],
  member: ['miembro', 'miembros'],
  peer: ['par', 'pares'],
  piece: ['pieza', 'piezas'],
  share: ['recurso compartido', 'recursos compartidos'],
  slot: ['puesto', 'puestos'],
  smallFile: ['archivo pequeño', 'archivos pequeños'],
};
