// Until when runs with a timeout must have ended, their grace included, where the heartbeat thread sees it. The thread needs that when
// the main thread can say nothing any more; so each run is entered before its handler is called, and taken out when it ends.
import { DeadlinePage } from './deadline-page.js';
import { SharedState } from './heartbeat-protocol.js';

/** The place of a run. */
export interface DeadlinePlace {
  readonly page: DeadlinePage;
  readonly index: number;
}

export class RunDeadlines {
  readonly #onPage: (page: DeadlinePage) => void;
  readonly #free: DeadlinePlace[] = [];
  /** `SharedState.now()` less `performance.now()`: both are monotonic, and run at one pace. */
  readonly #ahead = SharedState.now() - performance.now();

  /** @param onPage there are more runs than places: this page belongs to them too, from now on */
  constructor(onPage: (page: DeadlinePage) => void) {
    this.#onPage = onPage;
  }

  /** The handler is about to be called. `deadline`: `performance.now()`. */
  begin(queue: string, id: string, deadline: number): DeadlinePlace {
    const place = this.#free.pop() ?? this.#grow();
    place.page.name(place.index, queue, id);
    this.move(place, deadline);
    return place;
  }

  /** It has more time. */
  move({ page, index }: DeadlinePlace, deadline: number): void {
    page.set(index, deadline + this.#ahead);
  }

  end(place: DeadlinePlace): void {
    place.page.clear(place.index);
    this.#free.push(place);
  }

  #grow(): DeadlinePlace {
    const page = new DeadlinePage();
    this.#onPage(page);
    for (let index = 1; index < DeadlinePage.PLACES; index++) this.#free.push({ page, index });
    return { page, index: 0 };
  }
}
