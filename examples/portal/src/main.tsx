import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { SessionProvider } from './session/session-context';
import { App } from './shell/app';
import './styles/base.css';
import './styles/controls.css';
import './styles/pages.css';

const place = document.getElementById('portal');
if (!place) throw new Error('index.html has no place for the portal');
createRoot(place).render(
  <StrictMode>
    <SessionProvider>
      <App />
    </SessionProvider>
  </StrictMode>,
);
