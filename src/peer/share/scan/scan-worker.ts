import { enableCompileCache } from 'node:module';

// Threads come and go: with the cache one starts in a third of the time. It must be on before anything is loaded.
enableCompileCache();
await import('./scan-program.ts');
