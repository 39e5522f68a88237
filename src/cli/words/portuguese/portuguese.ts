import { portuguese as messages } from '../../../messages/portuguese.ts';
import type { Catalog } from '../catalog.ts';
import { help } from './help.ts';
import { messages as ofCommandLines } from './messages.ts';
import { nouns } from './nouns.ts';
import { said } from './said.ts';

export const portuguese: Catalog = { said, help, nouns, messages: { ...messages, ...ofCommandLines } };
