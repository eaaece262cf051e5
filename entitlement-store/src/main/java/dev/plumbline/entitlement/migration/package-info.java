/** Customers moved from one version of a plan to another, in waves: who, when, what it does to each, and what became of it. */
@NullMarked
package dev.plumbline.entitlement.migration;

import org.jspecify.annotations.NullMarked;
