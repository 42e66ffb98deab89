/** Standard gravity (ISO 80000-3). What the scale is calibrated with turns newtons back into kilograms, so the place on earth cancels out. */
export const GRAVITY_MPS2 = 9.80665;
export const GRAVITY_MMPS2 = 1000 * GRAVITY_MPS2;
