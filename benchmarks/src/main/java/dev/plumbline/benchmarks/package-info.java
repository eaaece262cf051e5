/** What the service does per second and at what cost, beside a floor that is measured in the same run. */
@NullMarked
package dev.plumbline.benchmarks;

import org.jspecify.annotations.NullMarked;
