import { describeTarget } from '../targets/target.conformance.ts';
import { FakeTarget } from './fake-target.fixture.ts';

describeTarget('of the tests', { open: () => new FakeTarget({ seed: 1 }), windowUs: 600_000_000 });
