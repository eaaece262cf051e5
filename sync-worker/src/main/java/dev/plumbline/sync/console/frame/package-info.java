/** What all pages have around and in common: navigation by what one may, lists, forms, errors, words. */
@NullMarked
package dev.plumbline.sync.console.frame;

import org.jspecify.annotations.NullMarked;
