import { render } from 'preact';
import { startLive } from './live/live-store.ts';
import { startServiceWorker } from './live/service-worker.ts';
import { startWho } from './live/who.ts';
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
import './styles/drawings.css';
import './styles/idle.css';
import './styles/lists.css';
import './styles/portrait.css';
import './styles/touch.css';

startRouter();
startLive();
startWho();
startSound();
startServiceWorker();
const root = document.getElementById('app');
if (!root) throw new Error('index.html has no #app');
/** No longer: on a slow network words that move are better than none. */
const FONT_PATIENCE_MS = 400;
const fontIsThere = Promise.race([
  document.fonts.load('1em Inter').catch(() => undefined),
  new Promise((resolve) => setTimeout(resolve, FONT_PATIENCE_MS)),
]);
// The texts of another language than English come in a file of their own.
void Promise.all([startSettings(), fontIsThere]).then(() => render(<App />, root));
