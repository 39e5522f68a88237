import type { Catalog } from '../catalog.ts';

export const nouns: Catalog['nouns'] = {
  conflict: ['conflito', 'conflitos'],
  download: ['download', 'downloads'],
  entry: ['entrada', 'entradas'],
  file: ['arquivo', 'arquivos'],
  member: ['membro', 'membros'],
  peer: ['par', 'pares'],
  piece: ['pedaço', 'pedaços'],
  share: ['compartilhamento', 'compartilhamentos'],
  slot: ['vaga', 'vagas'],
  smallFile: ['arquivo pequeno', 'arquivos pequenos'],
};
