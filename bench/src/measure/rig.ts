// One contestant on one private server, in this process. Measurements drive it.
import type { Driver, Payload } from '../drivers/driver.js';
import { openDriver } from '../drivers/open-driver.js';
import type { DriverName } from '../workloads.js';
import { Probe } from './probe.js';

const FILL_BATCH = 500;

export class Rig {
  readonly probe: Probe;
  driver!: Driver;

  private constructor(
    private readonly name: DriverName,
    private readonly url: string,
    readonly quick: boolean,
  ) {
    this.probe = new Probe(url);
  }

  static async open(name: DriverName, url: string, quick: boolean): Promise<Rig> {
    const rig = new Rig(name, url, quick);
    rig.driver = await openDriver(name, url);
    return rig;
  }

  /** An empty server and fresh connections; the code stays as warm as it is. */
  async reset(): Promise<void> {
    await this.driver.close();
    await this.probe.flush();
    this.driver = await openDriver(this.name, this.url);
  }

  /** Bytes in use without a buffer that a connection of the contestant has grown: they are given back at its end. */
  async dataBytes(): Promise<number> {
    await this.driver.close();
    const bytes = await this.probe.usedMemory(this.driver.boundedKeys);
    this.driver = await openDriver(this.name, this.url);
    return bytes;
  }

  async fill(count: number, payload: Payload): Promise<void> {
    for (let done = 0; done < count; done += FILL_BATCH) {
      await this.driver.addMany(new Array<Payload>(Math.min(FILL_BATCH, count - done)).fill(payload));
    }
  }

  /** Jobs of one unmeasured run: the same number for everybody. */
  warmUpJobs(jobs: number): number {
    return this.quick ? jobs * 0.4 : jobs;
  }

  /**
   * Repeats an unmeasured run, and empties the server after it, for at least some seconds: the compiler needs tens of
   * thousands of commands until a client is at its full speed, and the fast ones are through with a run too soon.
   * Returns the rate that the last run saw.
   */
  async warmUp(run: () => Promise<number>): Promise<number> {
    const enough = performance.now() + (this.quick ? 2000 : 4000);
    let rate: number;
    do {
      rate = await run();
      await this.reset();
    } while (performance.now() < enough);
    return rate;
  }

  /** Jobs for a window of about two and a half seconds at this rate; the rule is the same for everybody. */
  jobsFor(rate: number): number {
    const seconds = this.quick ? 1 : 2.5;
    return Math.ceil((rate * seconds) / 1000) * 1000;
  }

  async close(): Promise<void> {
    await this.driver.close();
    this.probe.close();
  }
}

/** A payload whose JSON has exactly this many bytes. */
export function payloadOf(bytes: number): Payload {
  const frame = JSON.stringify({ d: '' }).length;
  return { d: 'x'.repeat(bytes - frame) };
}
