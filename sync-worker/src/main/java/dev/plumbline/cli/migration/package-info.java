/** Customers moved between versions of a plan. */
@NullMarked
package dev.plumbline.cli.migration;

import org.jspecify.annotations.NullMarked;
