/** Everything that the billing system lists, staged: in parts, page by page, each page and its place in one transaction. */
@NullMarked
package dev.plumbline.sync.reconcile.listing;

import org.jspecify.annotations.NullMarked;
