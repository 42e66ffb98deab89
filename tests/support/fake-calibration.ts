import { v7 } from 'uuid';
import { Calibration, type CalibrationStatus, type MeasureStep } from '../../src/contracts/calibration.ts';
import type { CalibrationPort, CalibrationRefusal } from '../../src/web/ports.ts';

export const exampleCalibration = (Calibration as unknown as { examples: Calibration[] }).examples[0]!;

/** A bay that measures whatever it is asked, unless it is told to refuse. */
export class FakeCalibration implements CalibrationPort {
  readonly calls: unknown[] = [];
  calibrations = [exampleCalibration];
  refuses: CalibrationRefusal | null = null;
  isOpen = false;

  status = (): CalibrationStatus => ({
    active: exampleCalibration,
    inForce: {
      zeroCounts: 84213.4,
      countsPerN: 812.06,
      zeroMm: 412.3,
      looks: 'up',
      railAngleDeg: 0,
      scale: 1.012,
      heightLagMs: 11.4,
      forceLagMs: 25,
    },
    autoZeroN: 0,
    notUsed: [],
    wizard: {
      open: this.isOpen,
      measuring: null,
      steps: [{ step: 'tare', status: 'open', instruction: 'Rack the bar.', result: '' }],
      next: 'tare',
      draft: { force: null, distance: null, lag: null },
    },
  });
  history = async () => this.refuses ?? { calibrations: this.calibrations };
  measure = async (bay: string, request: MeasureStep) => {
    this.calls.push({ bay, ...request });
    this.isOpen = this.refuses === null;
    return this.refuses;
  };
  skip = () => this.refuses;
  save = async () => {
    this.isOpen = this.refuses !== null && this.isOpen;
    return this.refuses ?? exampleCalibration;
  };
  abort = (): boolean => {
    const wasOpen = this.isOpen;
    this.isOpen = false;
    return wasOpen;
  };
  restore = async (_bay: string, id: string) => {
    const old = this.calibrations.find((one) => one.id === id) ?? exampleCalibration;
    const restored = { ...old, id: v7(), at: new Date().toISOString(), restores: id };
    this.calibrations = [restored, ...this.calibrations];
    return this.refuses ?? restored;
  };
}
