import { render } from 'preact';
import { startLive } from './live/live-store.ts';
import { App } from './pages/app.tsx';
import { startScheme } from './parts/top-bar.tsx';
import { startRouter } from './router.ts';
import './styles/tokens.css';
import './styles/base.css';
import './styles/bay.css';
import './styles/parts.css';
import './styles/idle.css';
import './styles/lists.css';

startScheme();
startRouter();
startLive();
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
render(<App />, root);
