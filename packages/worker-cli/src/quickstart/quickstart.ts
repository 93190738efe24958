// The quickstart from its first line to its last: opens what it needs, lets the stage play, and leaves nothing behind.
import { listFiles } from './list-files.js';
import { openRedisPlace } from './redis-place.js';
import type { Screen } from './screen.js';
import { Stage } from './stage.js';
import { Story } from './story.js';
import type { WorkerPool } from './worker-pool.js';

export interface QuickstartSettings {
  readonly directory: string;
  /** What to call the directory. */
  readonly label: string;
  /** End when all is measured, instead of watching for changes. */
  readonly once: boolean;
  readonly screen: Screen;
  /** Asks it to end. */
  readonly interrupted: AbortSignal;
  /** Gives the processes that have to be ended where there is no time to ask. */
  readonly onPool: (pool: WorkerPool) => void;
}

/** Runs it; true when all went right. */
export async function quickstart(settings: QuickstartSettings): Promise<boolean> {
  const { directory, label, once, screen, interrupted, onPool } = settings;
  const files = await listFiles(directory);
  const story = new Story((line) => screen.say(line), screen.paint);
  story.opened(files.length, label);
  const place = await openRedisPlace();
  story.served(place.label);
  const stage = new Stage({ directory, label, screen, interrupted, place, story, files });
  onPool(stage.pool);
  let isRight = false;
  try {
    isRight = await stage.play();
    if (!once) await stage.watch();
  } finally {
    await stage.close();
    await place.leave().catch((error) => {
      // Where nothing was added nothing is left.
      if (stage.run.notice.total > 0) story.trouble(`the keys of this run could not be removed: ${error.message}`);
    });
  }
  story.lastLine(stage.run.notice, stage.lost);
  return isRight && stage.lost === 0 && stage.run.notice.failed === 0;
}
