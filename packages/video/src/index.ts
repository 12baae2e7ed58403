export { drawMotion, motionClasses, motionShape } from './draw-motion.ts';
export { motion } from './motion.ts';
