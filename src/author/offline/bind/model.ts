import type { Binding } from "../../../draft/model.ts";
import type { Fixture } from "../../../suite/model.ts";
import type { Statement } from "./body.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Scope } from "./scope.ts";

export interface Import {
  readonly module: string;
  readonly name: string;
}

/** One line of a description, bound to code; or the reason why it could not be. */
export type Bound =
  | {
      readonly ok: true;
      readonly binding: Binding;
      readonly scope: Scope;
      readonly imports: readonly Import[];
      /** Runs before the first step: values that must be compared later. */
      readonly before: readonly string[];
      readonly lines: readonly string[];
      /** Opens a block that the rest of the test stands in: `with …:`. */
      readonly opens?: string;
      /** The last step must be refused with this error. */
      readonly refusedWith?: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface BindContext {
  readonly catalogue: Catalogue;
  /** Fixtures that the test's file can see. */
  readonly visible: readonly Fixture[];
}

export type BoundTest =
  | {
      readonly ok: true;
      readonly body: readonly Statement[];
      readonly fixtures: readonly Fixture[];
      readonly imports: readonly Import[];
      readonly bindings: readonly Binding[];
    }
  | { readonly ok: false; readonly reason: string; readonly bindings: readonly Binding[] };
