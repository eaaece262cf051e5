/** The model as product people see it: matrix, plans and who has them, drafts and what they would change, revisions. */
@NullMarked
package dev.plumbline.sync.console.product;

import org.jspecify.annotations.NullMarked;
