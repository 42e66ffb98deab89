import { render } from 'preact';
import { startLive } from './live/live-store.ts';
import { startServiceWorker } from './live/service-worker.ts';
import { App } from './pages/app.tsx';
import { startRouter } from './router.ts';
import { startSettings } from './settings.ts';
import { startSound } from './sound/sounds.ts';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/top.css';
import './styles/notes.css';
import './styles/bay.css';
import './styles/rail.css';
import './styles/ring.css';
import './styles/reps.css';
import './styles/idle.css';
import './styles/lists.css';
import './styles/portrait.css';

startRouter();
startLive();
startSound();
startServiceWorker();
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
// The texts of another language than English come in a file of their own.
startSettings().then(() => render(<App />, root));
