import { about, aPage } from '../about.ts';
import * as values from '../values.ts';

const group = 'The Teams app that `npm run package` makes';

/** How people see the app in Teams. */
export const teamsAppVariables = {
  TEAMS_APP_NAME: values.label(30).default('Dragoman').register(about, {
    group,
    summary: 'What the app is called in Teams, and mentioned by.',
    accepted: 'at most 30 characters',
    default: 'Dragoman',
  }),
  TEAMS_APP_DEVELOPER: values.label(32).default('Dragoman').register(about, {
    group,
    summary: 'Who offers the app: the team or company people know.',
    accepted: 'at most 32 characters',
    default: 'Dragoman',
  }),
  TEAMS_APP_WEBSITE: values.httpsPage.default('https://security.microsoft.com/incidents').register(about, {
    group,
    summary: 'Where people get help with the app; best a page of your own.',
    accepted: aPage,
    default: 'https://security.microsoft.com/incidents',
  }),
  TEAMS_APP_PRIVACY: values.httpsPage.default('https://myaccount.microsoft.com/organizations').register(about, {
    group,
    summary: "The privacy statement; by default the page that shows everybody their own organisation's.",
    accepted: aPage,
    default: 'https://myaccount.microsoft.com/organizations',
  }),
  TEAMS_APP_TERMS: values.httpsPage.default('https://opensource.org/license/mit').register(about, {
    group,
    summary: 'The terms of use; by default the licence Dragoman comes under.',
    accepted: aPage,
    default: 'https://opensource.org/license/mit',
  }),
};
