import { render } from 'preact';
import { startClock } from '../live/live-store.ts';
import { startWho } from '../live/who.ts';
import { loadAllTexts } from '../locales/index.ts';
import { startRouter } from '../router.ts';
import { startSettings } from '../settings.ts';
import { HubApp } from './app.tsx';
import { HUB_ROUTES } from './routes.ts';
import '../styles/fonts.css';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/controls.css';
import '../styles/top.css';
import '../styles/notes.css';
import '../styles/bay.css';
import '../styles/rail.css';
import '../styles/ring.css';
import '../styles/reps.css';
import '../styles/drawings.css';
import '../styles/lists.css';
import '../styles/touch.css';
import '../styles/floor.css';
import '../styles/people.css';
import '../styles/admin.css';
import '../styles/hub.css';

startRouter(HUB_ROUTES);
startClock();
startWho();
const root = document.getElementById('app');
if (!root) throw new Error('hub.html has no #app');
void startSettings()
  .then(loadAllTexts)
  .then(() => render(<HubApp />, root));
