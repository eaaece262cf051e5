/** A closed-loop HTTP/1.1 load over keep-alive connections that costs little beside what it measures. */
@NullMarked
package dev.plumbline.benchmarks.load;

import org.jspecify.annotations.NullMarked;
