/** The one four-eyes mechanism: what one person asks for, another decides, and then it is done exactly once. */
@NullMarked
package dev.plumbline.entitlement.check.approvals;

import org.jspecify.annotations.NullMarked;
