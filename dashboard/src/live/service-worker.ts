/**
 * Browsers give a service worker only to a page from `localhost` or over HTTPS. Everywhere else the page works as it is, but it
 * can't be installed and can't start without the station.
 */
export function startServiceWorker(): void {
  if (!('serviceWorker' in navigator) || import.meta.env.MODE === 'development') return;
  navigator.serviceWorker.register('/sw.js').catch((error: unknown) => {
    console.info('The page will not start without the station: ', error);
  });
}
