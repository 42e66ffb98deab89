/** What the schema can't say: rules between values. */
import type { Config } from '../contracts/config.ts';
import type { Fault, Path } from './config-faults.ts';

export function semanticFaults(config: Config, whereOf: (path: Path) => string): Fault[] {
  const faults: Fault[] = [];
  const fault = (path: Path, text: string) => faults.push({ where: whereOf(path), text: `${path.join('.')} ${text}` });
  const ids = new Map<string, number>();
  const ports = new Map<string, number>();
  config.bays.forEach((bay, index) => {
    const at = (...rest: Path): Path => ['bays', index, ...rest];
    const sameId = ids.get(bay.id);
    if (sameId !== undefined)
      fault(at('id'), `is "${bay.id}", which bays.${sameId} has already; give each bay its own`);
    ids.set(bay.id, index);
    const samePort = bay.board.port === 'simulated' ? undefined : ports.get(bay.board.port);
    if (samePort !== undefined)
      fault(at('board', 'port'), `is the port of bays.${samePort} already; one board serves one bay`);
    ports.set(bay.board.port, index);
    if (bay.load.countsPerN === 0) fault(at('load', 'countsPerN'), 'is 0; calibrate the load cell to find its span');
    if (bay.load.sensor === 'none' && bay.distance.sensor === 'none')
      fault(at('distance', 'sensor'), 'and load.sensor are both none; a bay needs at least one sensor');
    if (bay.load.sensor === 'hx711' && bay.load.dataPin === bay.load.clockPin)
      fault(at('load', 'clockPin'), 'is also dataPin; the HX711 needs two pins');
    if (bay.load.sensor === 'hx711' && bay.load.rateHz !== 10 && bay.load.rateHz !== 80)
      fault(at('load', 'rateHz'), `is ${bay.load.rateHz}, but an HX711 gives 10 or 80`);
    if (bay.load.sensor === 'hx711' && ![32, 64, 128].includes(bay.load.gain))
      fault(at('load', 'gain'), `is ${bay.load.gain}, but an HX711 has 32, 64 or 128`);
    if (bay.distance.sensor === 'hcsr04' && bay.distance.rateHz > 16)
      fault(at('distance', 'rateHz'), `is ${bay.distance.rateHz}, but an HC-SR04 gives at most 16`);
  });
  return faults;
}
