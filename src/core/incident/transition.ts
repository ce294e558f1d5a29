// One step of a machine, without the actor that xstate's own `transition` builds anew for every event: that was three quarters of a fold.
import { createEmptyActor, type AnyActorScope, type EventObject, type Snapshot } from "xstate";

/** What a machine is run by. Ours only record: there is nothing to execute, emit, defer or stop. */
const nobody = createEmptyActor();
const SCOPE: AnyActorScope = {
  self: nobody,
  system: nobody.system,
  id: "",
  sessionId: "",
  logger: nothing,
  defer: nothing,
  emit: nothing,
  stopChild: nothing,
  actionExecutor: nothing,
};

function nothing(): void {
  // Pure machines ask for none of these.
}

interface Machine<State extends Snapshot<unknown>, Sent extends EventObject> {
  transition(state: State, event: Sent, scope: AnyActorScope): State;
}

/** The snapshot after an event. Only for machines whose every action is an `assign`: others' actions would be lost. */
export function transition<State extends Snapshot<unknown>, Sent extends EventObject>(
  machine: Machine<State, Sent>,
  state: State,
  event: Sent,
): State {
  return machine.transition(state, event, SCOPE);
}
