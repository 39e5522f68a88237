import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import './design/tokens.css';
import './design/base.css';
import './app/theme.ts';
import { App } from './app/app.tsx';
import { loadPage } from './app/pages.ts';
import { connection } from './daemon/connection.ts';

connection.start();
await loadPage(window.location.pathname);
const root = document.querySelector('#app');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
