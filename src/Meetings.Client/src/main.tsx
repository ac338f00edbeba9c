import './ui/ui.css';
import { render } from 'preact';
import { catalogue } from './app/catalogue';
import { Shell } from './app/Shell';
import { loadSession } from './features/accounts';
import { addStrings, restoreLanguage, t } from './lib/i18n';
import { listen } from './lib/router';
import { asRefused, refusalText } from './wire/http';

const root = document.getElementById('app')!;

async function boot(): Promise<void> {
  const signedIn = loadSession();
  await addStrings(catalogue);
  await restoreLanguage();
  listen();
  render(<Shell />, root);
  await signedIn;
}

boot().catch((error: unknown) => {
  root.innerHTML = '<main class="page page-narrow stack"><h1></h1><p></p><p><a class="btn" href=""></a></p></main>';
  const set = (selector: string, text: string) => (root.querySelector(selector)!.textContent = text);
  set('h1', t('app.name'));
  set('p', refusalText(asRefused(error)));
  set('a', t('page.reload'));
});
