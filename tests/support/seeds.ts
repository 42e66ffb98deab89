/**
 * The cases of the property tests are the same in every run, so that a run says something of a change and nothing of luck.
 * `TEST_SEED=7 npm test -- unit` takes others, and `TEST_SEED=any` new ones each time; a failure names its seed.
 */
import fc from 'fast-check';

const { TEST_SEED = '20261130' } = process.env;
fc.configureGlobal(TEST_SEED === 'any' ? {} : { seed: Number(TEST_SEED) });
