package dev.plumbline.entitlement.whatif;

import dev.plumbline.entitlement.model.file.Problem;
import dev.plumbline.entitlement.record.ModelRevision;
import java.util.List;

/** What becomes of a catalog file that somebody wants a plan of. */
public sealed interface Drafted {
    /** It is being made, or was: by this request or by an earlier one for the same. */
    record Planned(WhatIfRun run) implements Drafted {}

    record Invalid(List<Problem> problems) implements Drafted {}

    /** It cannot take effect then. */
    record NotThen(String why) implements Drafted {}

    /** Something is agreed for later, and a draft comes after it. */
    record BeforePending(ModelRevision pending) implements Drafted {}

    /** As many plans as there may be are being made. */
    record Busy() implements Drafted {}
}
