/** What the values promise on their own. */
@NullMarked
package dev.regroup.model;

import org.jspecify.annotations.NullMarked;
