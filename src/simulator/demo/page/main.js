import { get, listen } from './api.js';
import { replyIn, showComposer } from './composer.js';
import { showControls, showFaults, showNativeSync } from './controls.js';
import { clearMessages, showMessages } from './messages.js';
import { showConversations, showPeople } from './people.js';
import { pointerReleased } from './pointer.js';
import { onChoice, setting } from './settings.js';
import { showSystems } from './systems.js';
import { orToast } from './toast.js';
import { showBotState, showTopbar } from './topbar.js';

const stage = await get('/api/stage');
let composedFor = '';

/** Answers that come late, after the visitor went elsewhere, are dropped. */
let asked = 0;
async function loadTeams() {
  const mine = (asked += 1);
  const teams = await get('/api/teams', { person: setting('person'), conversation: setting('conversation') });
  await pointerReleased();
  if (mine !== asked) return;
  const present = showConversations(teams.conversations);
  if (present && present.id !== teams.shown) return loadTeams();
  const composer = `${setting('person')} ${present?.id}`;
  if (composer !== composedFor) {
    composedFor = composer;
    clearMessages();
    showComposer(present, stage.commands);
  }
  showMessages(teams.threads, { isChannel: present?.kind === 'channel', onReply: replyIn });
}

async function loadSystems() {
  const systems = await get('/api/systems');
  await pointerReleased();
  showSystems(systems);
  showFaults(systems.faults);
  showNativeSync(systems.nativeSync);
}

const loadBot = async () => showBotState((await get('/api/bot')).state);
const load = { teams: loadTeams, systems: loadSystems, bot: loadBot };

showTopbar();
showPeople(stage.people);
showControls();
onChoice((name) => {
  if (name === 'theme') clearMessages();
  if (name !== 'phone') void orToast(loadTeams);
});
listen((topic) => void orToast(load[topic]));
await Promise.all(Object.values(load).map((reload) => orToast(reload)));
document.documentElement.dataset.loaded = 'yes';
