/** A station with two bays in memory, in front of which nobody is logged in; it closes itself. */
import { onTestFinished } from 'vitest';
import type { Config } from '../../src/contracts/config.ts';
import { FakeAccess } from '../support/fake-access.ts';
import { FakeStation } from '../support/fake-station.ts';
import { buildFakeWeb, defaultConfig } from '../support/fake-web.ts';

export async function twoBays(web: Partial<Config['web']> = {}) {
  const station = new FakeStation({ 'bay-1': 'One', 'bay-2': 'Two' });
  const config = defaultConfig();
  const built = await buildFakeWeb({
    station,
    access: new FakeAccess(null),
    config: { ...config, web: { ...config.web, ...web } },
  });
  onTestFinished(() => built.app.close());
  return built;
}
