/** What resolving, deciding and comparing cost in one JVM, by JMH. */
@NullMarked
package dev.plumbline.benchmarks.resolve;

import org.jspecify.annotations.NullMarked;
