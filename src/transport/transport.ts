import { LetterpressError } from "../base/errors.ts";
import type { Message } from "../model/message.ts";
import type { Outcome, Stage } from "../model/outcome.ts";
import type { Relay } from "../model/relay.ts";

/**
 * A way to hand messages over. `open` throws RelayFault when there is nobody to hand them to. What is handed over, and
 * what is heard of it, differs where the message is made on the way (delivery/press/press.ts).
 */
export interface Transport<Handed = Message, Answer = Outcome> {
  /** As the plan and the errors show it. */
  readonly name: string;
  /** When another thread can open the same transport: what it needs for that. */
  readonly relay?: Relay;
  /** Aborted: gives up at once, with a RelayFault that nobody needs to see. */
  open(signal?: AbortSignal): Promise<Session<Handed, Answer>>;
}

/** One connection. */
export interface Session<Handed = Message, Answer = Outcome> {
  /** How many messages may be on their way at once: one `submit` more before one has its outcome is a bug. */
  readonly depth: number;
  /**
   * Never throws for anything the other side does, and always comes to an end: within the message's deadline, which
   * begins when those before it on this session have their answers, and the wait for its own. The bytes of a message
   * are read until then and not a moment longer, whatever the answer: not by us, and not by the socket. A session that
   * knows sooner that nobody reads them any more calls `free`, once.
   */
  submit(message: Handed, free?: () => void): Promise<Answer>;
  /** False once the link is gone or the relay has asked us to leave; the next message needs a new session. */
  readonly usable: boolean;
  /** Resolves at the latest when `usable` has become false while nothing is on its way. */
  readonly ended: Promise<void>;
  /** Whether a message with `envelope.needsUtf8` can go through this session. */
  readonly offersUtf8: boolean;
  /** Says goodbye and lets go; bounded, never throws. A message in flight is cut off and gets its outcome. */
  close(): Promise<void>;
}

/** Why no session could be opened. It changes nobody's delivery. */
export class RelayFault extends LetterpressError {
  readonly stage: Stage;
  /** True when waiting does not help: a wrong password, a bad certificate, an unknown host. */
  readonly permanent: boolean;

  constructor(fault: {
    readonly code: string;
    readonly stage: Stage;
    readonly permanent: boolean;
    readonly message: string;
    readonly remedy: string;
    readonly cause?: unknown;
  }) {
    super(fault.code, fault.message, fault.remedy, "cause" in fault ? { cause: fault.cause } : undefined);
    this.stage = fault.stage;
    this.permanent = fault.permanent;
  }
}
