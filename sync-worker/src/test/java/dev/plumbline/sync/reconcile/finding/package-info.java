/** That each kind of difference is found for what it is, with the right amount. */
@NullMarked
package dev.plumbline.sync.reconcile.finding;

import org.jspecify.annotations.NullMarked;
