@NullMarked
package dev.plumbline.sync.reconcile.usage;

import org.jspecify.annotations.NullMarked;
