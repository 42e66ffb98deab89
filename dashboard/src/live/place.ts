/** Whether this is the page of a hub, and not of a station: its document says so. */
export const isAtHub = document.documentElement.dataset.place === 'hub';
