/** Tables that people take away: the same lines as CSV, JSON and XLSX, written while they are read, with one hash over all. */
@NullMarked
package dev.plumbline.sync.sheet;

import org.jspecify.annotations.NullMarked;
