/** Set by vite.config.ts: a hash of what the page is made of. */
declare const __APP_VERSION__: string;
