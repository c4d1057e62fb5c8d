/** An open userfaultfd: what its owner asked for, what it reads, whom it wakes (struct userfaultfd_ctx; FACTS U2, U11, U16). */

/** What the owner of the context reads from it, besides page faults. */
export type UffdMessage =
  | { readonly event: 'fork' }
  | { readonly event: 'remove' | 'unmap'; readonly page: number; readonly n: number }
  | { readonly event: 'remap'; readonly page: number; readonly to: number; readonly n: number };

/** An open userfaultfd with the features its owner asked for (U2, U16). */
export class Uffd {
  /** Messages since the owner last looked. */
  messages: UffdMessage[] = [];
  /** Ranges of pages whose waiters wake, in order; whoever runs the waiters takes them. */
  wakes: [from: number, to: number][] = [];
  private readonly features: ReadonlySet<string>;

  constructor(features: Iterable<string>) {
    this.features = new Set(features);
  }

  /** The child's context after a fork: the same features, nothing read yet (dup_userfaultfd). */
  dup(): Uffd {
    return new Uffd(this.features);
  }

  has(feature: string): boolean {
    return this.features.has(feature);
  }

  get wpAsync(): boolean {
    return this.has('wp_async');
  }

  /** WP_ASYNC turns WP_UNPOPULATED on: holes are protected by markers. */
  get usesMarkers(): boolean {
    return this.has('wp_unpopulated') || this.wpAsync;
  }

  /** A fault is answered with SIGBUS instead of a message (F13, U1). */
  refuses(user: boolean): boolean {
    return this.has('sigbus') || (!user && this.has('user_mode_only'));
  }

  wake(from: number, to: number): void {
    this.wakes.push([from, to]);
  }
}
