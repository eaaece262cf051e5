@NullMarked
package dev.plumbline.entitlement.check.approvals;

import org.jspecify.annotations.NullMarked;
